-- driver: process_removes_itself
-- exit: 1
-- prints: X31
-- The removal waits for the routine that it is called from, so the program's creation never ends.
local driver = machine:load()
local program, why = machine:process { image = "C:\\Windows\\notepad.exe" }
expect(program == nil)
expect.status("STATUS_PENDING", why)

-- driver: process_watch
-- arguments: --schedules 40 --faults
-- A program begins (it, its thread, two images), begins a thread and loads an image, opens another
-- program with less access than it asked for, and ends.  A program can be refused.
local driver = machine:load()
if not driver.loaded then
	return
end
local asks, why = machine:client("asks.exe", 2000)
expect(asks, why and status.name(why))
local handle = asks:open(machine:devices()[1] or "\\Device\\DrydockFaulty")
if not handle then
	return
end
local function counts()
	local how, bytes = handle:ioctl(0x222000, nil, 4)
	expect.status(0, how)
	return (string.unpack("<I4", bytes))
end
local before = counts()
local parent = machine:process { image = "C:\\Windows\\explorer.exe", pid = 3000 }
local child = machine:process { image = "C:\\Program Files\\x\\x.exe", parent = parent,
	command_line = "x.exe /quiet", user = "S-1-5-21-1-2-3-1001", elevated = true }
expect.equal(counts() - before, 0x20042)
local thread = child:thread()
child:load_image("C:\\Windows\\System32\\kernel32.dll")
expect.equal(counts() - before, 0x30052)
expect.equal(parent:open_process(child, 0x0401), 0x0400)
child:exit_thread(thread)
child:exit(1)
expect.equal(counts() - before, 0x2030152)
local none, refused = machine:process { image = "C:\\Users\\u\\denied.exe", parent = parent }
expect(none == nil)
expect.status("STATUS_ACCESS_DENIED", refused)
parent:exit()
handle:close()
expect.equal(driver:unload(), "done")

-- driver: io_stack
-- arguments: --expect --schedules 60
-- prints: pass: it unloads, and nothing is left behind
-- A request is under way when the scenario ends: it is cancelled, its thread lets go of the file, and the
-- unload that waited for it goes on.
local DETACH = 0x222008
local driver = machine:load()
if not driver.loaded then
	return
end
expect.left {}
expect.verdict "pass"
local handle = machine:open "\\Device\\IoStack"
handle:ioctl(DETACH)
expect(not handle:begin_read(16).done)
expect.equal(driver:unload(), "held")

-- driver: io_stack
-- arguments: --expect --schedules 60
-- prints: pass: it unloads, and nothing is left behind
-- A read waits in a cancel-safe queue below a device that was attached; it is released, or cancelled.
local RELEASE, COUNTS, DETACH = 0x222000, 0x222004, 0x222008
local driver = machine:load()
if not driver.loaded then
	return
end
expect.left {}
local handle = machine:open "\\Device\\IoStack"
local first, second = handle:begin_read(16), handle:begin_read(16)
expect(not first.done and not second.done, "the reads wait")
expect.status("CANCELLED", second:cancel())
expect.status("SUCCESS", (handle:ioctl(RELEASE)))
expect.status("SUCCESS", (first:wait()))
machine:settle(3500)
expect(machine:shutdown(), "the shutdown is answered")
local how, bytes = handle:ioctl(COUNTS, nil, 20)
expect.status("SUCCESS", how)
local completions, seconds, shutdowns, again, canceled = string.unpack("<i4i4i4i4i4", bytes)
expect(completions >= 4, "the completion routine ran")
expect.equal(seconds, 3)
expect.equal(shutdowns, 2, "once at each device of the stack")
expect.equal(again, 2)
expect.equal(canceled, 1)
local last = handle:begin_read(16)
expect(not last.done)
expect.equal(driver:unload(), "held")
expect.status("CANCELLED", last:cancel())
expect.equal(driver:state(), "held")
expect.status("SUCCESS", (handle:ioctl(DETACH)))
handle:close()
expect.equal(driver:state(), "done")

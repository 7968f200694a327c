-- driver: late_device_work wdf_late_device_work
-- arguments: --expect --schedules 300
-- journal: leave    DriverUnload
-- journal: enter    .*work\(
-- prints: pass: it unloads, and nothing is left behind
-- What IoQueueWorkItem queued runs before the image goes, even after unload returned.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.left {}
expect.verdict "pass"
expect.equal(driver:unload(), "done")

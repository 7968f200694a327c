-- driver: late_completion wdf_late_completion
-- arguments: --schedules 100
-- exit: 1
-- prints: R15
-- prints: X8 fatal
-- prints: !sent
-- prints: 0xCE DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS
-- An injection is under way, and its handle was not destroyed: the completion function is gone.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.equal(driver:unload(), "done")

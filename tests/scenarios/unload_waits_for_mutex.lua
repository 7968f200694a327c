-- driver: waits_for_mutex wdf_waits_for_mutex
-- arguments: --expect --schedules 100
-- prints: R30 error  the unload function does not return
-- prints: !unload+0x
-- prints: unload does not return
-- A thread keeps the mutex; it waits too, but unload is what hangs.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.finding("R30", "waits for mutex")
expect.verdict "findings"
local state, why = driver:unload()
expect.equal(state, "hangs")
expect.status("PENDING", why)
expect.equal(driver:state(), "hangs")

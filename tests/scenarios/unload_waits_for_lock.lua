-- driver: waits_for_lock wdf_waits_for_lock
-- arguments: --expect --schedules 100
-- prints: R30 error  the unload function does not return
-- prints: !unload+0x
-- prints: unload does not return
-- A DPC left the lock held: that is R185, and unload spins for ever.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.finding("R30", "waits for spin lock")
expect.verdict "findings"
local state, why = driver:unload()
expect.equal(state, "hangs")
expect.status("PENDING", why)
expect.equal(driver:state(), "hangs")

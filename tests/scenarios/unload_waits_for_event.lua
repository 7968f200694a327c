-- driver: waits_for_event wdf_waits_for_event
-- arguments: --expect --schedules 100
-- prints: R30 error  the unload function does not return
-- prints: !unload+0x
-- prints: unload does not return
-- Nobody sets the event.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.finding("R30", "waits for event")
expect.verdict "findings"
local state, why = driver:unload()
expect.equal(state, "hangs")
expect.status("PENDING", why)
expect.equal(driver:state(), "hangs")

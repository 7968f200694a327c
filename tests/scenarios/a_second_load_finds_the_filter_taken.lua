-- driver: static_filter_left wdf_static_filter_left
-- arguments: --expect --schedules 100
-- prints: R31 warning
-- The keys of what a session that is not dynamic added are taken until they are deleted.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.finding "R31"
expect.finding "R33"
expect.no_finding "R1" -- what the first load left is not the second one's
expect.equal(driver:unload(), "done")
driver = machine:load_again()
expect.equal(driver.loaded, false)
expect.status("FWP_ALREADY_EXISTS", driver.status)

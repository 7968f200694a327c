-- driver: link_left wdf_link_left
-- arguments: --expect --schedules 100
-- journal: IoCreateSymbolicLink|WdfDeviceCreateSymbolicLink
-- journal: leave    DriverUnload
-- journal: = 0xc0000035
-- prints: R21 error
-- A symbolic link outlives the driver that made it: the next load fails, and says why.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.finding "R21"
expect.finding "R33"
expect.no_finding "R1" -- what the first load left is not the second one's
expect.equal(driver:unload(), "done")
driver = machine:load_again()
expect.equal(driver.loaded, false)
expect.status("OBJECT_NAME_COLLISION", driver.status)

-- driver: ignores_busy wdf_ignores_busy
-- arguments: --expect --schedules 100
-- journal: FwpsFlowAssociateContext0 = 0x0
-- journal: enter    DriverUnload
-- journal: FwpsCalloutUnregisterById0 = 0x80000011
-- journal: leave    DriverUnload
-- prints: R12 fatal  STATUS_DEVICE_BUSY was returned here
-- prints: R13 fatal
-- A flow context that is still associated at unload keeps its callout: both are left.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.left { callout = 1, flow_context = 1 }
expect.finding "R11"
expect.finding "R12"
expect.finding("R13", "flow context")
expect.verdict "findings"
expect(machine:connect { "tcp", from = "10.0.0.2:40000", to = "192.0.2.7:443" }, "connect")
expect.equal(driver:unload(), "done")

-- driver: ignores_busy_clean wdf_ignores_busy_clean
-- arguments: --expect --schedules 300 --faults
-- journal: FwpsCalloutUnregisterById0 = 0x80000011
-- journal: FwpsFlowRemoveContext0 = 0x0
-- journal: FwpsCalloutUnregisterById0 = 0x0
-- prints: pass: it unloads, and nothing is left behind
-- STATUS_DEVICE_BUSY, the contexts removed, unregistered again: while other flows begin.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.left {}
expect.verdict "pass"
machine:connect { "tcp", from = "10.0.0.2:40000", to = "192.0.2.7:443" }
machine:connect { "tcp", from = "10.0.0.2:40001", to = "192.0.2.7:443" }
machine:begin_send(packet.udp { from = "10.0.0.2:40002", to = "192.0.2.7:53", payload = "x" })
expect.equal(driver:unload(), "done")
machine:settle(120000)

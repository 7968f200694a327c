-- driver: ignores_busy_clean wdf_ignores_busy_clean flow_list_race_clean
-- arguments: --expect --schedules 300 --faults
-- journal: FwpsFlowAssociateContext0 = 0x0
-- journal: enter    flowDeleteFn
-- journal: FwpsCalloutUnregisterById0 = 0x0
-- prints: pass: it unloads, and nothing is left behind
-- The context goes with its flow, or unload removes it: once, whoever is first.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.left {}
expect.verdict "pass"
machine:connect { "tcp", from = "10.0.0.2:40000", to = "192.0.2.7:443" }
machine:begin_receive(packet.tcp { from = "192.0.2.7:443", to = "10.0.0.2:40000", flags = "RA" })
expect.equal(driver:unload(), "done")
machine:settle(120000)

-- driver: late_classify wdf_late_classify
-- arguments: --expect --schedules 100
-- prints: R11 fatal
-- prints: X8 fatal
-- prints: !contract_classify, step
-- A callout and its static filter are left: the next packet that goes out is a call into nothing.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.finding "R11"
expect.finding("R31", "filter 'Drydock faulty'")
expect.finding("X8", "after the driver was unloaded")
driver:unload()
machine:send(packet.udp { from = "10.0.0.2:40000", to = "192.0.2.7:53", payload = "x" })
expect(false, "the packet was classified")

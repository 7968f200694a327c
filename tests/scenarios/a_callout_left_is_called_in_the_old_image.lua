-- driver: late_callout wdf_late_callout
-- arguments: --expect --schedules 100
-- prints: R11 fatal
-- prints: !DriverEntry+0x
-- prints: !contract_classify, step
-- prints: 0xCE DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS
-- The callout is registered still when unload has returned; a program's filter leads to it.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.finding("R11", "1 callout")
expect.finding("X8", "after the driver was unloaded")
expect.left { callout = 1, taken_by = "DriverEntry" }
expect(machine:filter { layer = "OUTBOUND_IPPACKET_V4", action = "callout_inspection",
	callout = "{3f0c1ad2-8e54-4c61-a720-6b7d18550001}" }, "a filter")
expect.equal(machine:send(packet.udp { from = "10.0.0.2:40000", to = "192.0.2.7:53", payload = "x" }), "permitted")
driver:unload()
machine:send(packet.udp { from = "10.0.0.2:40000", to = "192.0.2.7:53", payload = "x" })
expect(false, "the packet reached the image of a driver that is gone, and nothing happened")

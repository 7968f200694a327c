-- driver: unload_before_unregister wdf_unload_before_unregister late_classify wdf_late_classify
-- arguments: --expect --schedules 100 --left-callout pins
-- prints: R11 fatal
-- prints: !DriverEntry+0x
-- The other thing that Windows is seen to do: the image stays, and so nothing crashes.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.finding("R11", "1 callout")
expect.no_finding "X8"
expect.left { callout = 1, taken_by = "DriverEntry" }
expect.equal(driver:unload(), "done")
machine:filter { layer = "OUTBOUND_IPPACKET_V4", action = "callout_inspection",
	callout = "{3f0c1ad2-8e54-4c61-a720-6b7d18550001}" }
expect.equal(machine:send(packet.udp { from = "10.0.0.2:40000", to = "192.0.2.7:53", payload = "x" }),
	"permitted")

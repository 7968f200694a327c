-- driver: unload_before_unregister wdf_unload_before_unregister
-- arguments: --expect --schedules 100
-- prints: R11 fatal
-- prints: !DriverEntry+0x
-- prints: !faulty_notify, step
-- prints: 0xCE DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS
-- The callout is registered still when unload has returned: a program that adds a filter for it
-- has its notifyFn called.
local driver = machine:load()
if not driver.loaded then
	return
end
expect.finding("R11", "1 callout")
expect.finding("X8", "after the driver was unloaded")
expect.left { callout = 1, taken_by = "DriverEntry" }
driver:unload()
machine:settle(1000)
machine:filter { layer = "OUTBOUND_IPPACKET_V4", action = "callout_inspection",
	callout = "{3f0c1ad2-8e54-4c61-a720-6b7d18550001}" }
expect(false, "the filter was added, and nobody was told")

-- driver: failing_entry_leaves_callout wdf_failing_entry_leaves_callout
-- arguments: --expect --schedules 100
-- journal: enter    DriverEntry
-- journal: FwpsCalloutRegister0 = 0x0
-- journal: leave    DriverEntry
-- journal: finding  R1
-- never: enter    (DriverUnload|EvtDriverUnload)
-- prints: R1 fatal  DriverEntry failed and left: 1 callout
-- A failing DriverEntry undoes what it did: no unload function will.
local driver = machine:load()
expect.equal(driver.loaded, false)
expect.status(0xC0000182, driver.status) -- STATUS_DEVICE_CONFIGURATION_ERROR
expect.finding("R1", "callout")
expect.left { callout = 1 }
expect.verdict "findings"
expect.equal(driver:unload(), "refused", "there is nothing to unload")

-- driver: fwpm_calls
-- arguments: --expect --schedules 20
-- prints: pass: it unloads, and nothing is left behind
-- journal: FwpmSessionEnum0 = 0x0
-- journal: IkeextSaDbSetSecurityInfo0 = 0x0
-- journal: FwpmNetEventEnum5 = 0x0
-- never: call     DbgPrint
-- The SDK's fwpmk.h and the machine agree on every call, and nothing that is lent stays.
local driver = machine:load()
expect.status("SUCCESS", driver.status)
expect.left {}
local out = packet.udp { from = "10.0.0.2:4000", to = "192.0.2.7:53", payload = "x" }
expect.equal(machine:send(out), "blocked")
expect.equal(driver:unload(), "done")
expect.equal(machine:send(out), "permitted")

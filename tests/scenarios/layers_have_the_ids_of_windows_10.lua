-- driver: layer_ids
-- target: win10-22h2
-- arguments: --expect --schedules 3
-- prints: as win10-22h2
-- journal: classify ALE_AUTH_CONNECT_V4, filter
expect.equal(machine:target(), "win10-22h2")
local driver = machine:load()
expect.status(0, driver.status)
machine:filter { layer = "ALE_AUTH_CONNECT_V4", action = "permit" }
local newer = { layer = "OUTBOUND_NETWORK_CONNECTION_POLICY_V4", action = "permit" }
expect.equal((pcall(machine.filter, machine, newer)), false)
machine:connect { "tcp", from = "10.0.0.2:40000", to = "192.0.2.7:443" }
expect.equal(driver:unload(), "done")
expect.left {}

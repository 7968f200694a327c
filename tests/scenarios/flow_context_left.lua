-- driver: ignores_busy
-- exit: 1
-- A flow context that is still associated at unload keeps its callout: both are left.
local driver = machine:load()
if not driver.loaded then
	return
end
local connection = machine:connect { "tcp", from = "10.0.0.2:40000", to = "192.0.2.7:443" }
expect(connection, "connect")
expect.equal(driver:unload(), "done")
expect.left { callout = 1, flow_context = 1 }
expect.finding "R11"
expect.finding "R13"
expect.verdict "findings"

-- driver: registry_filter
-- exit: 0
-- arguments: --schedules 20 --faults
local service = "\\Registry\\Machine\\System\\CurrentControlSet\\Services\\registry_filter"
local parameters = service .. "\\Parameters"

machine:registry { [parameters] = { Protects = "Key", Leaves = 0, List = { "a", "b" } } }
local driver = machine:load()
if driver.loaded then
	expect.equal(machine:registry_get(service, "Loads"), 1)
	expect.status(status.ACCESS_DENIED, machine:registry_set(parameters, "key", 7))
	expect.equal(machine:registry_get(parameters, "key"), nil)
	expect.status(status.SUCCESS, machine:registry_set(parameters, "Other", "text"))
	expect.equal(machine:registry_get(parameters, "other"), "text")
	expect.status(status.SUCCESS, machine:registry_delete(parameters, "Other"))
	expect.status(status.OBJECT_NAME_NOT_FOUND, machine:registry_delete(parameters, "Other"))
	expect.status(status.SUCCESS, machine:registry_delete(parameters))
	expect.equal(driver:unload(), "done")
	expect.left {}
end

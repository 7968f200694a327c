-- driver: registry_filter
-- exit: 1
-- arguments: --schedules 4
-- prints: R26
-- prints: unloaded
-- A registry callback that stays behind is called at the next registry operation.
local parameters = "\\Registry\\Machine\\System\\CurrentControlSet\\Services\\registry_filter\\Parameters"

machine:registry { [parameters] = { Protects = "Key", Leaves = 1 } }
local driver = machine:load()
driver:unload()
expect.left { notify = 1, taken_by = "DriverEntry" }
machine:registry_set(parameters, "Other", 1)

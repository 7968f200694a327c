-- driver: file_minifilter
-- exit: 1
-- arguments: --schedules 2
-- prints: R26
-- A minifilter that does not unregister, and its port, are left behind.
machine:registry { ["\\Registry\\Machine\\System\\CurrentControlSet\\Services\\file_minifilter"] = { Leaves = 1 } }
local driver = machine:load()
driver:unload()
expect.left { notify = 2 }

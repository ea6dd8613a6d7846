// Classes run side by side, each on a database of its own; the tests of a class share it and run in turn.
[assembly: Parallelize(Scope = ExecutionScope.ClassLevel, Workers = 4)]

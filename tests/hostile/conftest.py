from tests.tenancy.conftest import around_module, own_files, silent_bell, standing_world, world

__all__ = ["around_module", "own_files", "silent_bell", "standing_world", "world"]

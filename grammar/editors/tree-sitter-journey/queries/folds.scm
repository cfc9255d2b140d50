[(block) (long_string)] @fold

"""The table and chart builder: indicators × years × commands, as current releases state them."""

"""Which servers this process acts for, and the signs of life it leaves for them."""

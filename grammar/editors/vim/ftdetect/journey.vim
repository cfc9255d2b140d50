au BufRead,BufNewFile *.journey setfiletype journey

if exists("current_compiler")
  finish
endif
let current_compiler = "journey"
CompilerSet makeprg=journey\ lint\ --format\ github\ %
CompilerSet errorformat=%+E::%trror\ file=%f\\,line=%l\\,endLine=%e\\,col=%c\\,%m,::%tarning\ file=%f\\,line=%l\\,endLine=%e\\,col=%c\\,%m,::%totice\ file=%f\\,line=%l\\,endLine=%e\\,col=%c\\,%m

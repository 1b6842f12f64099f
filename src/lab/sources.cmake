# cmake -DOUTPUT=x -DROOT=y -DFILES=a|b|… -P sources.cmake
# puts the tagged files behind each other into one text: "\x1E path \n content" for each, so that the page can show the very
# lines of source that this binary was built from.
string(ASCII 30 mark)
string(REPLACE "|" ";" files "${FILES}")
set(text "")
foreach(file IN LISTS files)
  file(READ "${ROOT}/${file}" content)
  string(APPEND text "${mark}${file}\n${content}")
endforeach()
file(WRITE "${OUTPUT}" "${text}")

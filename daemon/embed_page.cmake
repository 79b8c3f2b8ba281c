# cmake -DOUT=file.cc -DFILES="a;b" -P embed_page.cmake: the files as the table
# loyald::daemon::page_files(), each under "/" and its name.
set(type_html "text/html; charset=utf-8")
set(type_css "text/css; charset=utf-8")
set(type_js "text/javascript; charset=utf-8")
set(type_svg "image/svg+xml")
set(table "")
foreach(file IN LISTS FILES)
  cmake_path(GET file FILENAME name)
  cmake_path(GET file EXTENSION LAST_ONLY extension)
  string(SUBSTRING ${extension} 1 -1 extension)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${hex}")
  string(APPEND table "    {\"/${name}\", \"${type_${extension}}\", \"${bytes}\"sv},\n")
endforeach()
file(WRITE ${OUT} "// Made by daemon/embed_page.cmake.
#include \"daemon/page_files.h\"

namespace loyald::daemon {
namespace {
using std::literals::operator\"\"sv;
constexpr PageFile kFiles[] = {
${table}};
}  // namespace

std::span<const PageFile> page_files() { return kFiles; }

}  // namespace loyald::daemon
")

#!/bin/sh
# Makes vendor.js, tabulator.css and LICENSES.txt anew; `make report-assets` calls it. Needs npm and a network.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$here/bundle.js" "$work"
cd "$work"
npm ci --no-audit --no-fund --silent
npx esbuild bundle.js --bundle --minify --format=iife --target=es2020 --legal-comments=none --outfile="$here/vendor.js"
cp node_modules/tabulator-tables/dist/css/tabulator_simple.min.css "$here/tabulator.css"
sed -i.bak '/sourceMappingURL/d' "$here/tabulator.css" && rm "$here/tabulator.css.bak"
for file in echarts/LICENSE echarts/NOTICE echarts/licenses/LICENSE-d3 zrender/LICENSE tslib/LICENSE.txt d3-force/LICENSE \
    d3-dispatch/LICENSE d3-quadtree/LICENSE d3-timer/LICENSE tabulator-tables/LICENSE; do
  printf '==== %s\n\n' "$file"
  cat "node_modules/$file"
  printf '\n'
done > "$here/LICENSES.txt"

# How many reports are to be made. The file stands for a data warehouse.
if ! [ -r "$WAREHOUSE" ]; then
  echo "warehouse: connection refused" >&2
  exit 1
fi
cat "$WAREHOUSE"

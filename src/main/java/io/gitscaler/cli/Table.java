package io.gitscaler.cli;

import io.gitscaler.cli.Style.Tone;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** Aligned columns. The last one is cut where the terminal ends; nothing is cut where nobody looks. */
final class Table {
  private static final int GAP = 2;
  private static final int LEAST_WIDTH = 10;

  private final List<List<Cell>> rows = new ArrayList<>();

  /** A text that is one line, in a tone. */
  record Cell(String text, Tone tone) {
    Cell {
      text = Plain.line(text);
    }

    static Cell plain(String text) {
      return new Cell(text, Tone.PLAIN);
    }

    Cell cutTo(int width) {
      return text.length() <= width ? this : new Cell(text.substring(0, width - 1) + "…", tone);
    }
  }

  /** Adds a row; all rows have the same number of cells. */
  void row(Cell... cells) {
    rows.add(List.of(cells));
  }

  /** All rows, each with a line break, none with blanks at its end. */
  String render(Style style) {
    if (rows.isEmpty()) {
      return "";
    }
    int columns = rows.getFirst().size();
    Column[] layout = new Column[columns];
    int start = 0;
    int last = columns - 1;
    for (int i = 0; i < columns; i++) {
      int widest = widest(i);
      if (i == last) {
        widest = Math.max(LEAST_WIDTH, Math.min(widest, style.width() - start - GAP));
      }
      int indent = i == 0 ? 0 : GAP;
      layout[i] = new Column(widest + indent, indent, Overflow.TRUNCATE);
      start += widest + indent;
    }
    TextTable table = TextTable.forColumns(style.scheme(), layout);
    int room = layout[last].width - layout[last].indent;
    for (List<Cell> row : rows) {
      Text[] texts = new Text[columns];
      for (int i = 0; i < columns; i++) {
        Cell cell = i == last ? row.get(i).cutTo(room) : row.get(i);
        texts[i] = style.text(cell.text(), cell.tone());
      }
      table.addRowValues(texts);
    }
    return table.toString();
  }

  private int widest(int column) {
    return rows.stream().mapToInt(row -> row.get(column).text().length()).max().orElse(0);
  }
}

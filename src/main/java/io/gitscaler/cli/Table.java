package io.gitscaler.cli;

import io.gitscaler.cli.Style.Tone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Aligned columns. The last one is cut where the terminal ends; nothing is cut where nobody looks. */
final class Table {
  private static final int GAP = 2;
  private static final int LEAST_WIDTH = 10;

  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * A text that is one line, in a tone.
   *
   * @param shorter what stands there instead where the text does not fit
   */
  record Cell(String text, String shorter, Tone tone) {
    Cell {
      text = Plain.line(text);
      shorter = Plain.line(shorter);
    }

    Cell(String text, Tone tone) {
      this(text, text, tone);
    }

    static Cell plain(String text) {
      return new Cell(text, Tone.PLAIN);
    }

    Cell cutTo(int width) {
      if (text.length() <= width) {
        return this;
      }
      return new Cell(
          shorter.length() <= width ? shorter : shorter.substring(0, width - 1) + "…", tone);
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
    int last = rows.getFirst().size() - 1;
    int[] widths = new int[last];
    for (int i = 0; i < last; i++) {
      widths[i] = widest(i);
    }
    int room = Math.max(LEAST_WIDTH, style.width() - Arrays.stream(widths).sum() - GAP * last);
    StringBuilder text = new StringBuilder();
    for (List<Cell> row : rows) {
      int blanks = 0;
      for (int i = 0; i <= last; i++) {
        Cell cell = i == last ? row.get(i).cutTo(room) : row.get(i);
        if (!cell.text().isEmpty()) {
          text.repeat(' ', blanks).append(style.of(cell.text(), cell.tone()));
          blanks = 0;
        }
        blanks += i == last ? 0 : widths[i] - cell.text().length() + GAP;
      }
      text.append('\n');
    }
    return text.toString();
  }

  private int widest(int column) {
    return rows.stream().mapToInt(row -> row.get(column).text().length()).max().orElse(0);
  }
}

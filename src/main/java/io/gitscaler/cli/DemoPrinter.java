package io.gitscaler.cli;

import io.gitscaler.cli.Style.Tone;
import io.gitscaler.cli.usecase.DemoAudience;
import io.gitscaler.reconcile.RunReport;

/** Shows the demonstration as it goes on. */
final class DemoPrinter implements DemoAudience {
  private final Session session;
  private final Style style;

  DemoPrinter(Session session, Style style) {
    this.session = session;
    this.style = style;
  }

  @Override
  public void scene(String title) {
    show("\n" + style.of(Plain.line(title), Tone.STRONG) + "\n");
  }

  @Override
  public void says(String text) {
    show(Plain.lines(text).stripTrailing() + "\n");
  }

  @Override
  public void sees(RunReport report) {
    show(new ReportPrinter(style, true).table(report));
    ReportPrinter.complaints(report).forEach(line -> show(line + "\n"));
  }

  private void show(String text) {
    session.print(text.indent(text.startsWith("\n") ? 0 : 2));
    session.surroundings().out().flush();
  }
}

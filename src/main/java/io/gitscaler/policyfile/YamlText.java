package io.gitscaler.policyfile;

import io.gitscaler.policyfile.YamlNode.Mapping;
import io.gitscaler.policyfile.YamlNode.Scalar;
import io.gitscaler.policyfile.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/** Writes nodes as YAML, one field to a line. What is a number or a text in the node is one in the text. */
final class YamlText {
  /** Texts that no YAML reader takes for anything else. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");

  private static final Set<String> DOUBTFUL =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setIndent(2)
          .setIndicatorIndent(2)
          .setIndentWithIndicator(true)
          .setSplitLines(false)
          .build();

  private YamlText() {}

  /** The document with its final line break. */
  static String of(YamlNode node) {
    List<Event> events = new ArrayList<>();
    events.add(new StreamStartEvent());
    events.add(new DocumentStartEvent(false, Optional.empty(), Map.of()));
    add(events, node);
    events.add(new DocumentEndEvent(false));
    events.add(new StreamEndEvent());
    return new Present(SETTINGS).emitToString(events.iterator());
  }

  private static void add(List<Event> events, YamlNode node) {
    switch (node) {
      case Scalar scalar -> events.add(scalar(scalar));
      case Sequence sequence -> {
        events.add(
            new SequenceStartEvent(
                Optional.empty(), Optional.empty(), true, style(sequence.items().isEmpty())));
        sequence.items().forEach(item -> add(events, item));
        events.add(new SequenceEndEvent());
      }
      case Mapping mapping -> {
        events.add(
            new MappingStartEvent(
                Optional.empty(), Optional.empty(), true, style(mapping.entries().isEmpty())));
        for (YamlNode.Entry entry : mapping.entries()) {
          add(events, entry.key());
          add(events, entry.value());
        }
        events.add(new MappingEndEvent());
      }
    }
  }

  private static FlowStyle style(boolean empty) {
    return empty ? FlowStyle.FLOW : FlowStyle.BLOCK;
  }

  private static Event scalar(Scalar scalar) {
    String text = scalar.text();
    boolean bare =
        scalar.plain()
            || (WORD.matcher(text).matches() && !DOUBTFUL.contains(text.toLowerCase(Locale.ROOT)));
    return new ScalarEvent(
        Optional.empty(),
        Optional.empty(),
        new ImplicitTuple(bare, true),
        text,
        bare ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
  }
}

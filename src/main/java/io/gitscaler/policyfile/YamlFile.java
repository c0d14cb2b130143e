package io.gitscaler.policyfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The documents of a YAML file, read in one pass over the parser's events. What an attacker could grow is bounded: documents,
 * depth, and nodes with every alias counted as often as it is used.
 */
final class YamlFile {
  static final int MAX_DOCUMENTS = 1_000;
  static final int MAX_DEPTH = 40;
  static final int MAX_NODES = 100_000;

  private final Iterator<Event> events;
  private final List<YamlNode> documents = new ArrayList<>();
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private @Nullable YamlNode root;
  private final int maxNodes;
  private int nodes;

  private record Anchored(YamlNode node, int nodes) {}

  /**
   * What a file holds.
   *
   * @param documents the complete ones
   * @param broken why and where reading ended early; null where it did not
   */
  record Content(List<YamlNode> documents, @Nullable Broken broken) {}

  /**
   * Where reading ended.
   *
   * @param document as much of the unfinished document as was read, for its identity; may be null
   */
  record Broken(Place place, String message, @Nullable YamlNode document) {}

  private YamlFile(String text, int maxNodes) {
    this.maxNodes = maxNodes;
    LoadSettings settings =
        LoadSettings.builder().setUseMarks(true).setCodePointLimit(Integer.MAX_VALUE).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  static Content read(String text) {
    return read(text, MAX_NODES);
  }

  static Content read(String text, int maxNodes) {
    YamlFile file = new YamlFile(text, maxNodes);
    Broken broken = null;
    try {
      file.readDocuments();
    } catch (UnreadableFile e) {
      broken = new Broken(e.place(), e.sentence(), file.root);
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().map(YamlFile::place).orElse(Place.START);
      broken = new Broken(place, notYaml(e.getProblem()), file.root);
    } catch (ReaderException e) {
      int index = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.length()));
      String what = "the character U+%04X is not allowed".formatted(e.getCodePoint());
      broken = new Broken(PolicyText.placeOf(index, text), notYaml(what), file.root);
    } catch (YamlEngineException e) {
      broken = new Broken(Place.START, notYaml(e.getMessage()), file.root);
    }
    return new Content(file.documents, broken);
  }

  private static String notYaml(@Nullable String problem) {
    String what = problem == null ? "it cannot be read" : Wording.clean(problem);
    return "The file is not valid YAML: "
        + what
        + ". Nothing of this file is used until it is corrected.";
  }

  private void readDocuments() throws UnreadableFile {
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof DocumentStartEvent) {
        anchors.clear();
        root = null;
        if (documents.size() == MAX_DOCUMENTS) {
          throw new UnreadableFile(
              place(event),
              "The file holds more than " + MAX_DOCUMENTS + " documents. Split it into several.");
        }
        documents.add(node(events.next(), 0));
      } else if (event instanceof DocumentEndEvent) {
        root = null;
      }
    }
  }

  private YamlNode node(Event event, int depth) throws UnreadableFile {
    int before = nodes;
    count(place(event), 1);
    if (depth > MAX_DEPTH) {
      throw new UnreadableFile(
          place(event), "The file nests deeper than " + MAX_DEPTH + " levels. Make it flatter.");
    }
    YamlNode node =
        switch (event) {
          case AliasEvent alias -> aliased(alias);
          case ScalarEvent scalar ->
              new YamlNode.Scalar(
                  place(scalar),
                  scalar.getTag().orElse(null),
                  scalar.getValue(),
                  scalar.isPlain() && scalar.getTag().isEmpty());
          case SequenceStartEvent start -> sequence(start, depth);
          case MappingStartEvent start -> mapping(start, depth);
          default -> throw new IllegalStateException("unexpected " + event.getEventId());
        };
    if (!(event instanceof AliasEvent) && event instanceof NodeEvent marked) {
      marked
          .getAnchor()
          .ifPresent(anchor -> anchors.put(anchor, new Anchored(node, nodes - before)));
    }
    return node;
  }

  private YamlNode aliased(AliasEvent alias) throws UnreadableFile {
    Anchored anchored = anchors.get(alias.getAlias());
    if (anchored == null) {
      throw new UnreadableFile(
          place(alias),
          "The alias *"
              + Wording.cut(alias.getAlias().getValue())
              + " has no finished anchor above it. Write the content here instead.");
    }
    count(place(alias), anchored.nodes());
    return anchored.node();
  }

  private YamlNode sequence(SequenceStartEvent start, int depth) throws UnreadableFile {
    List<YamlNode> items = new ArrayList<>();
    YamlNode sequence =
        atRoot(new YamlNode.Sequence(place(start), start.getTag().orElse(null), items), depth);
    for (Event next = events.next(); !(next instanceof SequenceEndEvent); next = events.next()) {
      items.add(node(next, depth + 1));
    }
    return sequence;
  }

  private YamlNode mapping(MappingStartEvent start, int depth) throws UnreadableFile {
    List<YamlNode.Entry> entries = new ArrayList<>();
    YamlNode mapping =
        atRoot(new YamlNode.Mapping(place(start), start.getTag().orElse(null), entries), depth);
    for (Event next = events.next(); !(next instanceof MappingEndEvent); next = events.next()) {
      YamlNode key = node(next, depth + 1);
      entries.add(new YamlNode.Entry(key, node(events.next(), depth + 1)));
    }
    return mapping;
  }

  /** Keeps the document at hand while it grows, so that a broken one still tells whose it is. */
  private YamlNode atRoot(YamlNode node, int depth) {
    if (depth == 0) {
      root = node;
    }
    return node;
  }

  private void count(Place place, int more) throws UnreadableFile {
    nodes += more;
    if (nodes > maxNodes) {
      throw new UnreadableFile(
          place,
          "The file has more than "
              + maxNodes
              + " values, each alias counted with all it stands for. Split it, or use fewer"
              + " aliases.");
    }
  }

  private static Place place(Event event) {
    Optional<Mark> mark = event.getStartMark();
    return mark.map(YamlFile::place).orElse(Place.START);
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}

package io.gitscaler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gitscaler.cli.Settings.Origin;
import io.gitscaler.cli.SettingsInForce.Secret;
import io.gitscaler.cli.SettingsInForce.Setting;
import io.gitscaler.cli.SettingsInForce.Stranger;
import io.gitscaler.cli.Style.Tone;
import io.gitscaler.cli.Table.Cell;

/** How the settings in force are told. */
final class SettingsPrinter {
  private SettingsPrinter() {}

  static String text(SettingsInForce inForce, Style style) {
    Table table = new Table();
    table.row(quiet("SETTING"), quiet("VALUE"), quiet("FROM"));
    for (Setting setting : inForce.settings()) {
      table.row(
          Cell.plain(setting.name()),
          setting.value() == null ? quiet("-") : Cell.plain(setting.value()),
          from(setting.origin()));
    }
    Table secrets = new Table();
    secrets.row(quiet("SECRET"), quiet("IS"));
    for (Secret secret : inForce.secrets()) {
      secrets.row(
          Cell.plain(secret.variable()), secret.isSet() ? Cell.plain("set") : quiet("not set"));
    }
    return table.render(style) + "\n" + secrets.render(style);
  }

  private static Cell from(Origin origin) {
    return switch (origin.source()) {
      case DEFAULT -> quiet("default");
      case FLAG -> Cell.plain("command line");
      case ENVIRONMENT, FILE -> Cell.plain(origin.place());
    };
  }

  private static Cell quiet(String text) {
    return new Cell(text, Tone.QUIET);
  }

  static ObjectNode document(SettingsInForce inForce) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode settings = document.putArray("settings");
    for (Setting setting : inForce.settings()) {
      Origin origin = setting.origin();
      settings
          .addObject()
          .put("name", setting.name())
          .put("value", setting.value())
          .put("source", Words.lower(origin.source()))
          .put("place", origin.place().isEmpty() ? null : origin.place());
    }
    ArrayNode secrets = document.putArray("secrets");
    for (Secret secret : inForce.secrets()) {
      secrets.addObject().put("variable", secret.variable()).put("set", secret.isSet());
    }
    ArrayNode unknown = document.putArray("unknownVariables");
    inForce.strangers().forEach(stranger -> unknown.add(stranger.variable()));
    return document;
  }

  static String sentence(Stranger stranger) {
    return stranger.variable()
        + " is no variable of gitscaler, and nothing reads it."
        + (stranger.near().isEmpty()
            ? ""
            : " Did you mean " + String.join(" or ", stranger.near()) + "?");
  }
}

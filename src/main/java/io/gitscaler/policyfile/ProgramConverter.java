package io.gitscaler.policyfile;

import io.gitscaler.policy.Program;
import io.gitscaler.policyfile.PolicyDocument.Http;
import io.gitscaler.policyfile.PolicyDocument.ProgramDocument;
import io.gitscaler.policyfile.PolicyDocument.Shell;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks programs; null stands for one that cannot be used, which then has a problem. */
final class ProgramConverter {
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

  /** Headers that belong to the connection; the HTTP client sets them. */
  private static final Set<String> RESERVED =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final Binding binding;
  private final ProgramFiles files;

  ProgramConverter(Binding binding, ProgramFiles files) {
    this.binding = binding;
    this.files = files;
  }

  @Nullable Program convert(@Nullable ProgramDocument document) {
    ProgramDocument.Type type = document == null ? null : document.type();
    if (document == null || type == null) {
      return null;
    }
    binding.expectOnly(document, type, Spelling.of(type), Spelling.all(ProgramDocument.Type.class));
    return type == ProgramDocument.Type.SHELL ? shell(document) : http(document);
  }

  private @Nullable Program shell(ProgramDocument document) {
    Shell shell = document.shell();
    String entrypoint = shell == null ? null : shell.entrypoint();
    if (shell == null || entrypoint == null) {
      return null;
    }
    if (entrypoint.indexOf('/') >= 0) {
      check(shell, "entrypoint", entrypoint);
    }
    for (String argument : shell.command()) {
      check(shell, "command", argument);
    }
    return new Program.Shell(document.timeout(), entrypoint, shell.command(), shell.logStderr());
  }

  private void check(Record part, String field, @Nullable String file) {
    String problem = file == null ? null : files.check(file);
    if (problem != null) {
      binding.problem(part, field, problem);
    }
  }

  private @Nullable Program http(ProgramDocument document) {
    Http http = document.http();
    if (http == null) {
      return null;
    }
    checkUrl(http);
    checkHeaders(http);
    for (String field : List.of("clientCert", "clientKey")) {
      String other = field.equals("clientCert") ? "clientKey" : "clientCert";
      if (binding.has(http, field) && !binding.has(http, other)) {
        binding.misplaced(http, field, "The field " + other + " is missing beside it. Add it.");
      }
    }
    check(http, "caCert", http.caCert());
    check(http, "clientCert", http.clientCert());
    check(http, "clientKey", http.clientKey());
    String method = http.method();
    String url = http.url();
    Program.ParameterMode mode = http.parameterMode();
    return method == null || url == null || mode == null
        ? null
        : new Program.Http(
            document.timeout(),
            method,
            url,
            http.successCodes(),
            mode,
            http.headers(),
            http.caCert(),
            http.clientCert(),
            http.clientKey());
  }

  private void checkUrl(Http http) {
    String url = http.url();
    if (url == null) {
      return;
    }
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null) {
        binding.problem(http, "url", "The URL names no host. Write http://HOST/PATH.");
      } else if (uri.getUserInfo() != null) {
        binding.problem(
            http, "url", "The URL holds a user name or password. Send it in a header instead.");
      }
    } catch (URISyntaxException e) {
      binding.problem(
          http,
          "url",
          "The URL cannot be read at its character "
              + (e.getIndex() + 1)
              + ". Write it as http://HOST/PATH, with other characters as %XX.");
    }
  }

  private void checkHeaders(Http http) {
    http.headers()
        .forEach(
            (name, value) -> {
              if (!HEADER_NAME.matcher(name).matches()) {
                binding.problem(
                    http, "headers", name, "This is not the name of a header. Correct it.");
              } else if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                binding.problem(http, "headers", name, "This header cannot be set. Remove it.");
              } else if (value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
                binding.problem(
                    http, "headers", name, "The value has more than one line. Write one line.");
              }
            });
  }
}

#include <sodium.h>

#include <algorithm>

#include "controls/control.h"
#include "report/ablate_report.h"
#include "report/html.h"
#include "report/page_files.h"

namespace taut::report {
namespace {

using ablate::Cell;
using ablate::ControlColumn;
using ablate::DrillRow;

/// The source of a <style> as a Content Security Policy names it (W3C CSP3, "hash-source").
std::string hash_source(std::string_view style) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(style.data()), style.size());
  char text[sodium_base64_ENCODED_LEN(sizeof hash, sodium_base64_VARIANT_ORIGINAL)];
  sodium_bin2base64(text, sizeof text, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
  return "'sha256-" + std::string(text) + "'";
}

struct Shown {
  const char* sign;
  const char* style;
  const char* words;
};

Shown shown_as(Cell cell) {
  switch (cell) {
    case Cell::alone:
      return {"#", "alone", "gets through without this control alone"};
    case Cell::together:
      return {"+", "together", "one of a smallest set that has to go"};
    case Cell::closes:
      return {"−", "closes", "taking it away closes it"};
    case Cell::nothing:
      return {"", "", ""};
  }
  return {"", "", ""};
}

std::string cell(const DrillRow& row, const ControlColumn& column) {
  const Shown shown = shown_as(cell_of(row, column.control));
  if (!*shown.sign) return "<td></td>";
  return std::string("<td class=\"") + shown.style + "\" title=\"" + escaped(column.control) + ": " +
         shown.words + "\">" + shown.sign + "</td>";
}

std::string depth(const DrillRow& row) {
  const std::string sign = depth_sign(row);
  return std::string("<td class=\"depth") + (sign == "0" ? " open" : "") + "\" title=\"" +
         escaped(depth_in_words(row)) + "\">" + (sign == "s" || sign == "-" ? "–" : sign) + "</td>";
}

std::string reference(const std::optional<bool>& got_through, const char* where) {
  if (!got_through) return "<td class=\"reference\"></td>";
  return std::string("<td class=\"reference") + (*got_through ? " through" : "") + "\" title=\"" + where +
         (*got_through ? ": gets through\">●" : ": is stopped\">·") + "</td>";
}

std::string head(const AblateReport& report, const std::vector<const ControlColumn*>& columns) {
  std::string html =
      "<thead><tr><th scope=\"col\">drill</th><th scope=\"col\"><span>depth of defence</span></th>";
  if (report.reference)
    html +=
        "<th scope=\"col\"><span>Docker defaults</span></th><th "
        "scope=\"col\"><span>--privileged</span></th>";
  for (const ControlColumn* column : columns) {
    html += "<th scope=\"col\"><span><a href=\"#" + escaped(column->control) + "\">" +
            escaped(column->control) + "</a></span></th>";
  }
  return html + "</tr></thead>";
}

std::string table(const AblateReport& report) {
  const auto columns = shown_columns(report.matrix);
  const std::size_t width = columns.size() + 2 + (report.reference ? 2 : 0);
  std::string html =
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Matrix of drills and "
      "controls\"><table>" +
      head(report, columns);
  for (const Tag tag : all_tags) {
    std::string rows;
    for (const DrillRow& row : report.matrix.drills) {
      if (row.drill->tag != tag) continue;
      rows += "<tr><th scope=\"row\" title=\"" + escaped(row.drill->title) + "\"><a href=\"#" +
              escaped(row.drill->id) + "\">" + escaped(row.drill->id) + "</a></th>" + depth(row);
      if (report.reference)
        rows += reference(row.by_default, "Docker’s defaults") + reference(row.privileged, "--privileged");
      for (const ControlColumn* column : columns) rows += cell(row, *column);
      rows += "</tr>";
    }
    if (rows.empty()) continue;
    html += "<tbody><tr class=\"tag\"><th scope=\"rowgroup\">" + escaped(name_of(tag)) +
            "</th><td colspan=\"" + std::to_string(width - 1) + "\"></td></tr>" + rows + "</tbody>";
  }
  return html + "</table></div>";
}

std::string list_of(const std::vector<std::string>& words) {
  std::string html;
  for (const std::string& word : words)
    html += (html.empty() ? "<code>" : ", <code>") + escaped(word) + "</code>";
  return html;
}

/// The drills that prove a control, by the base from which they do.
std::string proof(const ControlColumn& column) {
  std::vector<std::pair<std::string, std::vector<std::string>>> bases;
  for (const ablate::Proof& one : column.proof) {
    const std::string base = describe(one.base);
    auto known = std::ranges::find(bases, base, &std::pair<std::string, std::vector<std::string>>::first);
    if (known == bases.end()) known = bases.insert(bases.end(), {base, {}});
    known->second.push_back(one.drill);
  }
  std::string html;
  for (const auto& [base, drills] : bases)
    html += "<p><b>From “" + escaped(base) + "”</b> it keeps out " + list_of(drills) + ".</p>";
  return html;
}

std::string controls(const AblateReport& report) {
  std::string html;
  for (const ControlColumn* column : shown_columns(report.matrix)) {
    const Control* control = find_control(column->control);
    html += "<details id=\"" + escaped(column->control) + "\"><summary>" + escaped(column->control) +
            " <span>" + std::to_string(column->alone.size()) + " alone, " +
            std::to_string(column->proof.size()) + " in all</span></summary>";
    if (control) html += "<p>It is there so that " + escaped(control->does) + ".</p>";
    if (control && !control->compose.empty()) html += "<p><code>" + escaped(control->compose) + "</code></p>";
    html += column->proof.empty() ? "<p>No drill that was tried shows what it is for.</p>" : proof(*column);
    html += "</details>";
  }
  return html;
}

std::string drills(const AblateReport& report) {
  std::string html;
  for (const DrillRow& row : report.matrix.drills) {
    html += "<details id=\"" + escaped(row.drill->id) + "\"><summary>" + escaped(row.drill->id) + " <span>" +
            escaped(row.drill->title) + ": " + escaped(depth_in_words(row)) + "</span></summary><p>To " +
            escaped(row.drill->goal) + ".</p>";
    for (const ablate::Trial& trial : row.opens)
      html += "<p>Gets through: " + escaped(describe(trial)) + ".</p>";
    html += "<p class=\"soft\">Does not show: " + escaped(row.drill->not_shown) + ". See " +
            escaped(row.drill->reference) + ".</p></details>";
  }
  return html;
}

std::string problems(const AblateReport& report) {
  std::string html;
  for (const std::string& problem : problems_of(report)) html += "<li>" + escaped(problem) + "</li>";
  for (const std::string& trouble : report.matrix.troubles)
    html += "<li>Not started: " + escaped(trouble) + "</li>";
  return html.empty() ? "" : "<h2>What is not proven</h2><ul>" + html + "</ul>";
}

}  // namespace

std::string ablate_as_html(const AblateReport& report) {
  const std::string style(page_style());
  const std::string title = "Which control stops which attack?";
  return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src " +
         hash_source(style) +
         "; base-uri 'none'; form-action 'none'\">"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" +
         title + "</title><style>" + style + "</style></head><body><main><h1>" + title +
         "</h1><p class=\"soft\">" + escaped(heading(report)) +
         " of the same container. In each, one or more controls were taken away and every drill was tried "
         "again.</p>"
         "<ul class=\"key\"><li><span class=\"alone\">#</span>gets through without this control alone</li>"
         "<li><span class=\"together\">+</span>one of a smallest set of controls that have to go "
         "together</li>"
         "<li><span class=\"closes\">−</span>taking it away stops what got through before</li></ul>" +
         table(report) +
         "<p class=\"soft\">The depth of defence is the smallest number of controls that have to fail before "
         "a drill gets through: 0, it is open; c, only with capabilities added; –, by nothing that was "
         "tried, "
         "or skipped on this kernel. A column or row leads to its details.</p>" +
         problems(report) + "<h2>The controls</h2>" + controls(report) + "<h2>The drills</h2>" +
         drills(report) + "</main></body></html>\n";
}

}  // namespace taut::report

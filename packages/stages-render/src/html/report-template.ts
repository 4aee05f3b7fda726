/**
 * The page. Everything that it prints is escaped, but for the two values marked `safe`: our style sheet and our
 * drawings.
 */
export const reportTemplate = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ contentSecurityPolicy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{{ title }}</title>
<style>{{ style | safe }}</style>
</head>
<body>
<div class="band">
<header>
<h1>{{ title }}</h1>
<p class="meta">{% if newestDate %}<span>Data to <time datetime="{{ newestDate }}">{{ newestDate }}</time></span>{% endif %}<span>Version {{ version }}</span></p>
</header>
</div>
<main>
{% for block in blocks %}
{% if block.type == "metric_cards" %}
<section class="cards" aria-label="Key figures">
<ul class="grid">
{% for card in block.cards %}
<li class="card">
<h2>{{ card.title }}</h2>
<p class="figure">{{ card.figure }}</p>
{% if card.comparison %}
<p class="change {{ card.comparison.direction }}"><svg class="mark" viewBox="0 0 10 10" role="img" aria-label="{{ card.comparison.direction }}"><path d="{{ card.comparison.mark }}"/></svg>{{ card.comparison.text }}</p>
{% endif %}
</li>
{% endfor %}
</ul>
</section>
{% elif block.type == "chart" %}
<section>
<h2>{{ block.title }}</h2>
{% if block.svg %}
{% if block.legend.length %}
<ul class="legend">
{% for entry in block.legend %}
<li><svg class="{{ entry.shape }}" viewBox="{{ entry.box }}" aria-hidden="true"><path d="{{ entry.path }}" stroke="{{ entry.colour }}" fill="{{ entry.fill }}" stroke-width="{{ entry.width }}" stroke-dasharray="{{ entry.dash }}"/></svg><bdi>{{ entry.name }}</bdi></li>
{% endfor %}
</ul>
{% endif %}
<div class="scroll" tabindex="0" role="region" aria-label="{{ block.title }}"><div class="plot" role="img" aria-label="{{ block.summary }}">{{ block.svg | safe }}</div></div>
{% else %}
<p class="empty">No data to draw.</p>
{% endif %}
</section>
{% elif block.type == "data_table" %}
<section>
<div class="scroll" tabindex="0" role="region" aria-label="{{ block.label }}">
<table>
{% if block.title %}
<caption>{{ block.title }}</caption>
{% endif %}
<thead>
<tr>{% for column in block.columns %}<th scope="col" class="{{ column.style }}">{{ column.title }}</th>{% endfor %}</tr>
</thead>
<tbody>
{% for row in block.rows %}
<tr>{% for cell in row %}<td class="{{ cell.style }}">{{ cell.text }}</td>{% endfor %}</tr>
{% else %}
<tr><td colspan="{{ block.columns.length }}" class="empty">No rows.</td></tr>
{% endfor %}
</tbody>
</table>
</div>
</section>
{% elif block.type == "text" %}
<section class="note">
{% for paragraph in block.paragraphs %}
<p>{{ paragraph }}</p>
{% endfor %}
</section>
{% endif %}
{% endfor %}
</main>
<footer>
<p>Snapshot <code>{{ snapshot }}</code>: every figure on this page was read from this one frozen state of the data. The same snapshot always gives the same page.</p>
</footer>
</body>
</html>
`;

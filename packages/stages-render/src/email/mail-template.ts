/**
 * The mail: tables for layout, because clients lay out little else alike. Everything that it prints is escaped, but
 * for our style sheet. Cells of data tables use attributes where these say the same as a style, which keeps long tables
 * small.
 */
export const mailTemplate = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>{{ title }}</title>
<style>{{ styleSheet | safe }}</style>
</head>
<body class="page" style="{{ style.page }}">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="{{ style.page }}"><tr><td align="center">
<!--[if mso]><table role="presentation" width="{{ width }}" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" align="center" cellpadding="0" cellspacing="0" border="0" style="{{ style.frame }}">
<tr><td class="band" align="left" style="{{ style.band }}">
<h1 style="{{ style.title }}">{{ title }}</h1>
<p class="meta" style="{{ style.meta }}">{% if newestDate %}Data to {{ newestDate }} · {% endif %}Version {{ version }}</p>
</td></tr>
{% for block in blocks %}
<tr><td align="left" style="{{ style.block }}">
{% if block.type == "metric_cards" %}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="{{ style.filling }}">
{% for row in block.rows %}
{% if not loop.first %}
<tr><td height="12" style="height:12px;font-size:0;line-height:12px">&nbsp;</td></tr>
{% endif %}
<tr>
{% for card in row %}
{% if not loop.first %}
<td width="12" style="width:12px;font-size:0">&nbsp;</td>
{% endif %}
<td class="paper card" valign="top" style="{{ style.card }}">
<h2 class="soft" style="{{ style.cardTitle }}">{{ card.title }}</h2>
<p class="ink" style="{{ style.figure }}">{{ card.figure }}</p>
{% if card.comparison %}
<p class="soft" style="{{ style.change }}"><span class="{{ card.comparison.direction }}" role="img" aria-label="{{ card.comparison.direction }}" style="{{ style[card.comparison.direction] }}">{{ card.comparison.mark }}</span> {{ card.comparison.text }}</p>
{% endif %}
</td>
{% endfor %}
{% if row.length == 1 and block.rows.length > 1 %}
<td width="12" style="width:12px;font-size:0">&nbsp;</td>
<td>&nbsp;</td>
{% endif %}
</tr>
{% endfor %}
</table>
{% elif block.type == "chart" %}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="{{ style.filling }}"><tr><td class="paper" style="{{ style.section }}">
<h2 class="ink" style="{{ style.heading }}">{{ block.title }}</h2>
{% if block.picture %}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="{{ style.filling }}"><tr><td style="{{ style.plot }}">
{% if block.picture.legend.length %}
<p style="{{ style.legend }}">
{% for entry in block.picture.legend %}
<span aria-hidden="true" style="color:{{ entry.colour }}">{{ entry.mark }}</span>&nbsp;<span dir="auto">{{ entry.name }}</span>{% if not loop.last %}&ensp; {% endif %}

{% endfor %}
{% if block.picture.unnamed %}
&ensp; and {{ block.picture.unnamed }} more
{% endif %}
</p>
{% endif %}
<img src="{{ block.picture.source }}" width="{{ block.picture.width }}" height="{{ block.picture.height }}" alt="{{ block.picture.alt }}" style="{{ style.image }}">
</td></tr></table>
{% else %}
<p class="soft" style="{{ style.empty }}">No data to draw.</p>
{% endif %}
</td></tr></table>
{% elif block.type == "data_table" %}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="{{ style.filling }}"><tr><td class="paper" style="{{ style.section }}">
{% if block.title %}
<h2 class="ink" style="{{ style.heading }}">{{ block.title }}</h2>
{% endif %}
<div style="{{ style.scroll }}">
<table class="ink" width="100%" cellpadding="6" cellspacing="0" border="0" style="{{ style.table }}">
<thead>
<tr>{% for column in block.columns %}<th scope="col" class="soft rule" valign="bottom" align="{% if column.layout == "right" %}right{% else %}left{% endif %}" style="{{ style.headCell }}{% if column.layout == "prose" %};{{ style.prose }}{% endif %}">{{ column.title }}</th>{% endfor %}</tr>
</thead>
<tbody>
{% for row in block.rows %}
<tr valign="top"{% if loop.index is even %} class="zebra" style="{{ style.zebra }}"{% endif %}>{% for cell in row %}<td{% if cell.layout == "right" %} align="right" nowrap{% elif cell.layout == "whole" %} nowrap{% endif %}>{{ cell.text }}</td>{% endfor %}</tr>
{% else %}
{% if not block.omission %}
<tr><td colspan="{{ block.columns.length }}" class="soft" style="{{ style.softCell }}">No rows.</td></tr>
{% endif %}
{% endfor %}
{% if block.omission %}
<tr><td colspan="{{ block.columns.length }}" class="soft" style="{{ style.softCell }}">{{ block.omission }}</td></tr>
{% endif %}
</tbody>
</table>
</div>
</td></tr></table>
{% elif block.type == "text" %}
{% for paragraph in block.paragraphs %}
<p class="ink" style="{{ style.paragraph }}">{{ paragraph }}</p>
{% endfor %}
{% if block.omission %}
<p class="soft" style="{{ style.omission }}">{{ block.omission }}</p>
{% endif %}
{% endif %}
</td></tr>
{% endfor %}
<tr><td align="left" style="{{ style.block }}">
{% if omission %}
<p class="soft" style="{{ style.omission }}">{{ omission }}</p>
{% endif %}
<p class="soft" style="{{ style.foot }}">Snapshot {{ snapshot }}: every figure in this mail was read from this one frozen state of the data. The same snapshot always gives the same mail.</p>
</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;

using System.Globalization;
using System.Text;

namespace Actors.Bench.Scaling;

/// <summary>Instances over time as SVG: one line per rule, and the load in instances that are full.</summary>
internal static class Picture
{
    private const int Width = 800, Height = 300, Left = 60, Bottom = 30, Top = 40;
    private static readonly string[] Colours = ["#1a73e8", "#e8710a", "#9aa0a6"];

    public static string Of(IReadOnlyList<Outcome> outcomes)
    {
        var seconds = outcomes[0].Over[^1].At;
        var most = Math.Max(1, outcomes.Take(2).Max(each => each.Over.Max(point => point.Instances)) * 1.1);
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/><text x=\"{Left}\" y=\"16\" font-weight=\"bold\">{outcomes[0].Scenario}: instances over {seconds:0} s</text>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Top}V{Height - Bottom}H{Width - 10}\" fill=\"none\" stroke=\"#444\"/><text x=\"{Left - 6}\" y=\"{Top + 8}\" text-anchor=\"end\">{most:0}</text><text x=\"{Left - 6}\" y=\"{Height - Bottom}\" text-anchor=\"end\">0</text>");
        svg.AppendLine(Line(outcomes[0].Over.Select(point => (point.At, point.Load)), seconds, most, "#34a853", "4 3"));
        for (var index = outcomes.Count - 1; index >= 0; index--)
            svg.AppendLine(Line(outcomes[index].Over.Select(point => (point.At, point.Instances)), seconds, most, Colours[index], "none"));
        var names = outcomes.Select((each, index) => (each.Scaler, Colours[index])).Append(("load", "#34a853"));
        foreach (var ((name, colour), index) in names.Select((each, index) => (each, index)))
            svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Left + 10 + (index * 110)}\" y=\"32\" fill=\"{colour}\">{name}</text>");
        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static string Line(IEnumerable<(double At, double Value)> points, double seconds, double most, string colour, string dashes)
    {
        var path = string.Join(' ', points.Select(point => string.Create(
            CultureInfo.InvariantCulture,
            $"{Left + (point.At / seconds * (Width - Left - 10)):0.#},{Height - Bottom - (Math.Min(1, point.Value / most) * (Height - Bottom - Top)):0.#}")));
        return $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-dasharray=\"{dashes}\"/>";
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>
/// A filter pattern of CloudWatch Logs for JSON, as far as the Terraform modules use it: comparisons of a field with a number or with <c>*</c>,
/// <c>&amp;&amp;</c>, <c>||</c> and parentheses. A field that a line does not have matches nothing.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html">Filter pattern syntax.</seealso>
internal sealed partial class FilterPattern
{
    private readonly string[] _tokens;
    private int _next;

    private FilterPattern(string pattern) => _tokens = [.. Token().Matches(pattern).Select(token => token.Value)];

    /// <summary>Whether the pattern selects the line.</summary>
    public static bool Matches(string pattern, JsonNode line)
    {
        var parser = new FilterPattern(pattern);
        parser.Take("{");
        var matches = parser.Or(line);
        parser.Take("}");
        return parser._next == parser._tokens.Length ? matches : throw new AssertionException($"The pattern {pattern} does not end here.");
    }

    private bool Or(JsonNode line)
    {
        var matches = And(line);
        while (Peek("||"))
        {
            matches |= And(line);
        }

        return matches;
    }

    private bool And(JsonNode line)
    {
        var matches = Operand(line);
        while (Peek("&&"))
        {
            matches &= Operand(line);
        }

        return matches;
    }

    private bool Operand(JsonNode line)
    {
        if (Peek("("))
        {
            var matches = Or(line);
            Take(")");
            return matches;
        }

        var (field, comparison, value) = (_tokens[_next++], _tokens[_next++], _tokens[_next++]);
        var actual = line[field["$.".Length..]];
        if (actual is null || value is "*")
        {
            return actual is not null;
        }

        var order = actual.GetValue<double>().CompareTo(double.Parse(value, CultureInfo.InvariantCulture));
        return comparison switch
        {
            "=" => order == 0,
            "<" => order < 0,
            ">" => order > 0,
            _ => throw new AssertionException($"{comparison} is not used by the modules."),
        };
    }

    private bool Peek(string token)
    {
        var found = _next < _tokens.Length && _tokens[_next] == token;
        _next += found ? 1 : 0;
        return found;
    }

    private void Take(string token)
    {
        if (!Peek(token))
        {
            throw new AssertionException($"The pattern has no {token} after {string.Join(' ', _tokens[.._next])}.");
        }
    }

    [GeneratedRegex(@"\$\.\w+|[\w.*-]+|&&|\|\||[{}()<>=]")]
    private static partial Regex Token();
}

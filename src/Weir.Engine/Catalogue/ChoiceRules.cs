using System.Globalization;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>What must hold between a field's kind, its options, its bounds and its default.</summary>
internal static class ChoiceRules
{
    public static void Check(
        DefinitionTexts texts,
        string at,
        FormFieldKind kind,
        IReadOnlyList<FormOption> options,
        string? standard,
        int? min = null,
        int? max = null)
    {
        if (kind is FormFieldKind.Select != options.Count > 0)
        {
            texts.Refuse($"{at}/options", kind is FormFieldKind.Select
                ? "a select needs options"
                : "only a select has options");
        }

        foreach (var (i, option) in options.Index())
        {
            if (options.Take(i).Any(o => o.Value == option.Value))
            {
                texts.Refuse($"{at}/options/{i}/value", $"the option '{option.Value}' is there already");
            }
        }

        if ((min ?? max) is not null && kind is not FormFieldKind.Number)
        {
            texts.Refuse($"{at}/{(min is null ? "max" : "min")}", "only a number has bounds");
        }

        if (min > max)
        {
            texts.Refuse($"{at}/max", $"the most, {max}, is less than the least, {min}");
        }

        if (standard is not null && DefaultProblem(kind, options, standard, min, max) is { } problem)
        {
            texts.Refuse($"{at}/default", $"the default '{standard}' is {problem}");
        }
    }

    private static string? DefaultProblem(
        FormFieldKind kind, IReadOnlyList<FormOption> options, string standard, int? min, int? max) => kind switch
        {
            FormFieldKind.Select when options.All(o => o.Value != standard) => "no option",
            FormFieldKind.Switch when standard is not ("true" or "false") => "neither true nor false",
            FormFieldKind.Number when !int.TryParse(standard, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                || number < min
                || number > max => "no whole number within the bounds",
            _ => null,
        };
}

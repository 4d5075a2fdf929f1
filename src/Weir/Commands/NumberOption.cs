using System.CommandLine;

namespace Weir.Commands;

/// <summary>An option that takes a whole number in a range.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string description, int standard, int min, int max, string help = "N")
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = help,
            DefaultValueFactory = _ => standard,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1
                && (!int.TryParse(result.Tokens[0].Value, out var number) || number < min || number > max))
            {
                result.AddError($"{name} takes a whole number from {min:N0} to {max:N0}.");
            }
        });
        return option;
    }
}

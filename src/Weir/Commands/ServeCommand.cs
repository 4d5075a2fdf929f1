using System.CommandLine;
using Weir.Hosting;

namespace Weir.Commands;

/// <summary><c>weir serve</c></summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data")
        {
            Description = "The folder of everything stored. Default: WEIR_DATA, else ~/.local/share/weir.",
            HelpName = "DIR",
        };
        var urls = new Option<string?>("--urls")
        {
            Description = $"Where to listen. Default: WEIR_URLS, else {WeirOptions.UrlsDefault}. Port 0 takes a free one.",
            HelpName = "URL",
        };
        urls.Validators.Add(result =>
        {
            try
            {
                WeirOptionsReader.Addresses("--urls", result.GetValueOrDefault<string>() ?? "");
            }
            catch (StartException wrong)
            {
                result.AddError(wrong.Message);
            }
        });
        var command = new Command("serve", "Runs the server: API and workers in one process.") { data, urls };
        command.SetAction((parsed, stop) => ServeProgram.RunAsync(
            parsed.GetValue(data), parsed.GetValue(urls), Console.Out, Console.Error, stop));
        return command;
    }
}

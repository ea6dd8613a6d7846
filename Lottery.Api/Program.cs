using Lottery.Api;
using Lottery.Api.Commands;
using Lottery.ServiceDefaults;

if (args is [var name, ..] && Command.Named(name) is { } command)
{
    return await command(args);
}

var builder = Defaults.CreateBuilder(args);
builder.AddApiServices();
var app = builder.Build();
app.MapApi();
return await app.RunToEnd();
